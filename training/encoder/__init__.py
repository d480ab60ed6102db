"""The encoder that every trained head reads: where its weights come from, its layers, and how it is written to ONNX."""
