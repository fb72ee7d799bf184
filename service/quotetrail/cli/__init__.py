"""The command line: `quotetrail COMMAND`; what programs read goes to stdout, what people are told goes to stderr.

Exit codes: 0 all went well; 1 something failed (the rest was done all the same, stderr says what); 2 the command line
or a setting cannot be understood; 130 stopped by Ctrl-C. A reader that goes away (`| head`) ends a command quietly.
"""

from quotetrail.cli.root import main

__all__ = ["main"]
