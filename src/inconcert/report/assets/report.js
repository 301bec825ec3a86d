"use strict";
(function () {
  const root = document.documentElement;
  root.dataset.violations = "0";
  document.addEventListener("securitypolicyviolation", function () {
    root.dataset.violations = String(Number(root.dataset.violations) + 1);
  });

  const values = JSON.parse(document.getElementById("network-values").textContent);

  function show(id, visible) {
    const element = document.getElementById(id);
    if (element) element.hidden = !visible;
  }

  function drawLabel(context, node) {
    if (!node.label) return;
    context.font = "600 12px sans-serif";
    context.textAlign = node.placed ? "left" : "center";
    context.fillStyle = "#1d2125";
    context.fillText(node.label, node.x, node.y);
  }

  function drawPointed(context, node) {
    if (!node.label) return;
    context.font = "12px sans-serif";
    context.textAlign = "left";
    const width = context.measureText(node.label).width;
    const left = node.x + node.size + 4;
    context.fillStyle = "#ffffff";
    context.strokeStyle = "#555d66";
    context.fillRect(left, node.y - 10, width + 10, 20);
    context.strokeRect(left, node.y - 10, width + 10, 20);
    context.fillStyle = "#1d2125";
    context.fillText(node.label, left + 5, node.y + 4);
    context.beginPath();
    context.arc(node.x, node.y, node.size + 2, 0, 2 * Math.PI);
    context.stroke();
  }

  function pale(colour, share) {
    const parts = [1, 3, 5].map(function (at) {
      const part = parseInt(colour.slice(at, at + 2), 16);
      return Math.round(255 - share * (255 - part)).toString(16).padStart(2, "0");
    });
    return "#" + parts.join("");
  }

  function buildGraph() {
    const graph = new graphology.Graph({ type: "undirected" });
    values.nodes.forEach(function (node, at) {
      const cluster = values.clusters[node[3]];
      graph.addNode("n" + at, {
        x: node[0], y: -node[1], size: node[2], name: node[4], cluster: cluster[0],
        partners: node[6], color: node[5] ? cluster[1] : pale(cluster[1], 0.4),
      });
    });
    values.edges.forEach(function (edge) {
      const cluster = values.clusters[values.nodes[edge[0]][3]];
      graph.addUndirectedEdge("n" + edge[0], "n" + edge[1], {
        size: 0.6, color: pale(cluster[1], 0.3),
      });
    });
    return graph;
  }

  function addClusterNames(graph) {
    values.clusters.forEach(function (cluster, at) {
      graph.addNode("c" + at, {
        x: cluster[2], y: -cluster[3], size: 0.01, color: "#ffffff",
        label: cluster[0], forceLabel: true, title: true,
      });
    });
  }

  function drawNetwork() {
    const canvas = document.getElementById("canvas");
    if (!canvas) return 0;
    if (typeof Sigma === "undefined") throw new Error("no WebGL");
    show("stage", true);
    const graph = buildGraph();
    addClusterNames(graph);
    const renderer = new Sigma(graph, canvas, {
      defaultDrawNodeLabel: drawLabel,
      defaultDrawNodeHover: drawPointed,
      labelRenderedSizeThreshold: 1e9,
      zIndex: false,
      minCameraRatio: 0.05,
      maxCameraRatio: 2,
      stagePadding: 24,
    });
    point(renderer, graph);
    steer(renderer);
    show("static-network", false);
    return values.nodes.length;
  }

  function point(renderer, graph) {
    const pointed = document.getElementById("pointed");
    renderer.on("enterNode", function (event) {
      const node = graph.getNodeAttributes(event.node);
      if (node.title) return;
      graph.setNodeAttribute(event.node, "label", node.name);
      pointed.textContent = node.name + " · " + node.cluster + " · " + values.partners + " " + node.partners;
    });
    renderer.on("leaveNode", function (event) {
      if (graph.getNodeAttribute(event.node, "title")) return;
      graph.setNodeAttribute(event.node, "label", null);
      pointed.textContent = "";
    });
  }

  function steer(renderer) {
    const camera = renderer.getCamera();
    const calm = { duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200 };
    const on = function (id, act) {
      document.getElementById(id).addEventListener("click", act);
    };
    on("zoom-in", function () { camera.animatedZoom(calm); });
    on("zoom-out", function () { camera.animatedUnzoom(calm); });
    on("zoom-reset", function () { camera.animatedReset(calm); });
    document.getElementById("canvas").addEventListener("keydown", function (event) {
      const step = 0.1 * camera.ratio;
      const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
      if (event.key === "+") camera.animatedZoom(calm);
      else if (event.key === "-") camera.animatedUnzoom(calm);
      else if (moves[event.key]) {
        const move = moves[event.key];
        camera.setState({ x: camera.x + move[0], y: camera.y + move[1] });
        event.preventDefault();
      }
    });
  }

  function sortValue(cell) {
    const given = cell.dataset.value;
    const text = given === undefined ? cell.textContent.trim() : given;
    const number = Number(text.replace(/[,%\s]/g, ""));
    return text !== "" && !Number.isNaN(number) ? number : text;
  }

  function compare(one, two) {
    if (typeof one === "number" && typeof two === "number") return one - two;
    if (typeof one !== typeof two) return typeof one === "number" ? 1 : -1;
    return one < two ? -1 : one > two ? 1 : 0;
  }

  function sortBy(table, column, head) {
    const down = head.getAttribute("aria-sort") !== "descending";
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    rows.sort(function (one, two) {
      const order = compare(sortValue(one.cells[column]), sortValue(two.cells[column]));
      return down ? -order : order;
    });
    table.querySelectorAll("thead th").forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append.apply(body, rows);
  }

  function makeSortable(table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () { sortBy(table, column, head); });
    });
  }

  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target) target.querySelectorAll("details").forEach(function (part) { part.open = true; });
  }

  document.querySelectorAll("table.sortable").forEach(makeSortable);
  document.querySelectorAll(".needs-script").forEach(function (part) { part.hidden = false; });
  addEventListener("hashchange", openTarget);
  openTarget();
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
  });
  try {
    root.dataset.nodes = String(drawNetwork());
    root.dataset.network = "interactive";
  } catch (problem) {
    show("stage", false);
    show("static-network", true);
    root.dataset.nodes = "0";
    root.dataset.network = "static";
  }
  root.dataset.ready = "true";
})();
