"""Every subject and list by name, and what is done with one whatever it is: by text, exported, named in a line."""
