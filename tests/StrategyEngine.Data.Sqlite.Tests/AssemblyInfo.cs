using NUnit.Framework;

// The fixtures come from the specifications; without a reference of its own to NUnit, the adapter takes this for an assembly without tests.
[assembly: Parallelizable(ParallelScope.Fixtures)]
