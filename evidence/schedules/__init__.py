"""Every step: the real code of functions and clients, on a model of the table, in every order and with every fault."""
