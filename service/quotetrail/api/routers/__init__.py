"""The operations, one module per noun; each handler reads like its specification."""
