"""The loops of the co-action engine, compiled by numba: for large inputs only.

Import these modules inside functions: numba takes half a second to load and the kernels take
seconds to compile once per machine (they are kept on disk). Every kernel works on a range, releases
the interpreter lock and writes only what its range owns, so that threads may run side by side and
the result depends on no number of threads.
"""
