"""The book: what an office knows, how every change is kept, and how the books of many offices become one."""
