using NUnit.Framework;

// Fixtures here only derive from the specifications: without an attribute of NUnit's own, the runner takes the assembly for one without
// tests.
[assembly: LevelOfParallelism(2)]
