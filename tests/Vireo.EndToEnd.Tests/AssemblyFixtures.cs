using Vireo.EndToEnd.Tests;
using Xunit.Sdk;
using Xunit.v3;

// One browser for all, one test at a time: two cores do not drive four tabs any faster.
[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: Parallelization(Mode = ParallelMode.None)]
