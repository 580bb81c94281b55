using System.Xml.Linq;

namespace Vireo.Architecture.Tests;

/// <summary>Who may use whom. The table is the one of docs/architecture.md.</summary>
public class RoomsTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Vireo.Fleet"] = [],
        ["Vireo.Telemetry"] = ["Vireo.Fleet"],
        ["Vireo.Forecasting"] = ["Vireo.Fleet"],
        ["Vireo.Detection"] = ["Vireo.Forecasting"],
        ["Vireo.Scheduling"] = ["Vireo.Forecasting"],
        ["Vireo.Safety"] = ["Vireo.Scheduling"],
        ["Vireo.Control"] = ["Vireo.Telemetry", "Vireo.Detection", "Vireo.Safety"],
        ["Vireo.Simulation"] = ["Vireo.Control"],
        ["Vireo.Adapters"] = ["Vireo.Scheduling"],
        ["Vireo.Server"] = ["Vireo.Adapters", "Vireo.Control", "Vireo.Simulation"],
        ["Vireo.Cli"] = ["Vireo.Server"],
    };

    [Fact]
    public void Every_room_uses_only_the_rooms_it_may_use()
    {
        var found = Projects().ToDictionary(project => Path.GetFileNameWithoutExtension(project), References);

        Assert.Equal(MayUse.Keys.Order(), found.Keys.Order());
        Assert.All(found, room => Assert.All(
            room.Value,
            used => Assert.True(
                MayUse[room.Key].Contains(used),
                $"{room.Key} references {used}; allowed: {string.Join(", ", MayUse[room.Key])}.")));
    }

    [Theory]
    [InlineData("Vireo.Fleet")]
    [InlineData("Vireo.Forecasting")]
    [InlineData("Vireo.Detection")]
    [InlineData("Vireo.Scheduling")]
    [InlineData("Vireo.Safety")]
    public void Decision_rooms_know_no_clock_no_files_and_no_logger(string room)
    {
        string[] forbidden =
            ["TimeProvider", "System.IO", "File.", "ILogger", "HttpClient", "SqliteConnection", "Environment.", "Console."];

        var sinners =
            from file in Repository.SourceFiles($"src/{room}", "*.cs")
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            let code = line.text.TrimStart()
            where !code.StartsWith("//", StringComparison.Ordinal)
            from word in forbidden
            where code.Contains(word, StringComparison.Ordinal)
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.number} uses {word}";

        Assert.Empty(sinners);
    }

    [Fact]
    public void Every_room_has_tests_and_every_test_project_a_room()
    {
        var rooms = MayUse.Keys.Select(room => $"{room}.Tests");
        var tests = Repository.SourceFiles("tests", "*.csproj").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(
            rooms.Concat(["Vireo.Architecture.Tests", "Vireo.EndToEnd.Tests", "Vireo.Onnx.Tests", "Vireo.OrTools.Tests"]).Order(),
            tests.Order());
    }

    private static IEnumerable<string> Projects() => Repository.SourceFiles("src", "*.csproj");

    private static string[] References(string project) =>
    [
        .. XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)),
    ];
}
