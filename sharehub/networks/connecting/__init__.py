"""What networks let connected accounts do; one module for each network that has it, named in that network's own module."""
