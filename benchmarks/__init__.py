"""What Portico costs: time, memory and bytes, measured on the machine at hand."""
