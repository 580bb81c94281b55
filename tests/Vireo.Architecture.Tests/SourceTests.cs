namespace Vireo.Architecture.Tests;

/// <summary>Habits that no analyzer knows.</summary>
public class SourceTests
{
    private static readonly string[] VirtualTimeRooms = ["Vireo.Telemetry", "Vireo.Control", "Vireo.Simulation"];

    [Fact]
    public void Nothing_is_left_for_later_without_an_issue()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];

        var found =
            from file in Repository.SourceFiles("src", "*.cs").Concat(Repository.SourceFiles("tests", "*.cs"))
            from mark in marks
            where File.ReadAllText(file).Contains(mark, StringComparison.Ordinal)
            select $"{Path.GetRelativePath(Repository.Root, file)}: {mark}";

        Assert.Empty(found);
    }

    [Fact]
    public void Code_that_runs_in_virtual_time_never_leaves_its_thread()
    {
        // The loop runs on one single-threaded context; these would hop to the thread pool and break determinism.
        string[] hops = ["ConfigureAwait(false)", "Task.Run(", "eader.ReadAllAsync("];

        var found =
            from room in VirtualTimeRooms
            from file in Repository.SourceFiles($"src/{room}", "*.cs")
            from hop in hops
            where File.ReadLines(file).Any(line =>
                line.Contains(hop, StringComparison.Ordinal) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {hop}";

        Assert.Empty(found);
    }
}
