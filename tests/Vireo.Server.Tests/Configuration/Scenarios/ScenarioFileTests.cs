using Vireo.Server.Configuration.Scenarios;
using Vireo.Simulation.Trials;

namespace Vireo.Server.Tests.Configuration.Scenarios;

/// <summary>Scenarios as data: every file of <c>scenarios/</c> ends as it says, and what is wrong with a file is told by
/// line and field.</summary>
public class ScenarioFileTests
{
    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal),
    ];

    private static string Folder => Path.Combine(Checkout.Root, "scenarios");

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scenario_ends_as_it_says(string file)
    {
        var read = ScenarioFile.Read(Path.Combine(Folder, file));
        Assert.Empty(read.Problems);

        var result = read.Trial!.Run(progress: null, TestContext.Current.CancellationToken);

        Assert.NotEmpty(result.Findings);
        Assert.NotEmpty(result.Shows);
        Assert.True(result.IsHeld, string.Join('\n', result.Findings.Where(finding => !finding.IsHeld)));
    }

    [Theory]
    [InlineData("neverMoreThan: 1", "web: objects in any state, at any time: at most 1")]
    [InlineData("atLeastAtTheEnd: 3", "web: replicas that serve at the end: at least 3")]
    [InlineData("atMostAtTheEnd: 1", "web: replicas that serve at the end: at most 1")]
    [InlineData("atLeastAtThePeak: 3", "web: replicas that serve at the peak: at least 3")]
    [InlineData("reachesAtLeast: 3", "web: objects at some time: at least 3")]
    [InlineData("atMostCreated: 0", "web: replicas ordered: at most 0")]
    [InlineData("countsFailures: 1", "web: failed creations that were counted: at least 1")]
    [InlineData("usesAtLeast: 5000", "web: MHz used at the peak: at least 5000")]
    [InlineData("version: 2", "web: all serve in version 2 at the end")]
    [InlineData("rolledBack: late", "web: rolled back because 'late'")]
    [InlineData("servesAt: { 0.5: 3 }", "web: replicas that serve at hour 0.5: at least 3")]
    public void An_expectation_that_does_not_hold_is_found_out(string expectation, string words)
    {
        var result = Run($$"""
            name: two replicas
            hours: 1
            load: { from: 700, to: 700 }
            groups: [{ name: web, minimum: 2, maximum: 3, fixed: 2 }]
            expect: { groups: { web: { {{expectation}} } } }
            """);

        var finding = Assert.Single(result.Findings);
        Assert.False(finding.IsHeld, $"{finding}");
        Assert.Equal(words, finding.Expectation);
    }

    [Theory]
    [InlineData("hurs: 8", 2, "Unknown key 'hurs' in a scenario of the loop; the nearest known key is 'hours'")]
    [InlineData("hours: soon", 2, "hours: Expected a number from 0.5 to 744, found 'soon'")]
    [InlineData("groups: [{ name: web, maximum: 0 }]", 2, "groups[0].maximum: Expected a whole number from 1 to 10000, found '0'")]
    [InlineData("faults: [{ kind: templateFail, target: t/boot }]", 2, "The nearest is 'templateFails'")]
    [InlineData("groups: [{ name: web, targets: { service.que: 2 } }]", 2, "the nearest is 'service.queue'")]
    [InlineData("load: { kind: wave }", 2, "The key 'from' of a load is missing")]
    [InlineData("machines: [{ name: db, host: 9 }]", 2, "'db' is to start on host 9; there are 4, counted from 0")]
    [InlineData("hours: 2", 3, "Something is expected of group 'web', which this scenario does not have")]
    public void What_is_wrong_is_told_by_line_and_field(string line, int at, string message)
    {
        var read = Read($$"""
            name: wrong
            {{line}}
            expect: { groups: { web: { neverMoreThan: 1 } } }
            """);

        Assert.Null(read.Trial);
        Assert.Contains(read.Problems, problem => problem.Line == at && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hostFails, target: h9", "Expected a host or fault domain of this scenario (h0, h1, h2, h3, rack-0, rack-1), found 'h9'")]
    [InlineData("hostFails", "found ''")]
    [InlineData("noisyMachine, target: dd", "Expected a machine of this scenario (vm0, db), found 'dd'")]
    [InlineData("badDeployment, target: wep", "Expected a group of this scenario (web), found 'wep'")]
    [InlineData("datastoreSlows, target: d", "It strikes a datastore, and this scenario has none")]
    [InlineData("templateSlow, target: t@2", "Expected a template of this scenario (t, t@1), found 't@2'")]
    [InlineData("templateFails, target: web/boot", "found 'web/boot'")]
    [InlineData("templateHangs, target: t/delete", "found 't/delete'")]
    [InlineData("hostFails, target: h1, atHour: 8", "It is to strike at hour 8, and the scenario ends after 8 hours")]
    public void A_fault_that_would_strike_nothing_is_refused_and_says_what_there_is(string fault, string message)
    {
        var read = Read($$"""
            name: wrong
            groups: [{ name: web }]
            machines: [{ name: db, cpu: { from: 0.4, to: 0.4 } }]
            faults:
              - { kind: noisyMachine, target: db }
              - { kind: {{fault}} }
            expect: { groups: { web: { neverMoreThan: 10 } } }
            """);

        var problem = Assert.Single(read.Problems);
        Assert.Equal(6, problem.Line);
        Assert.StartsWith("faults[1]", problem.Message);
        Assert.Contains(message, problem.Message);
    }

    [Theory]
    [InlineData("hostFails, target: rack-1")]
    [InlineData("noisyMachine, target: vm0")]
    [InlineData("machineVanishes, target: web-0105-0100-1")]
    [InlineData("templateFails, target: t@1/boot")]
    [InlineData("namesUnresolved")]
    public void A_fault_that_strikes_something_is_taken(string fault) => Assert.Empty(Read($$"""
        name: right
        groups: [{ name: web }]
        faults: [{ kind: {{fault}} }]
        expect: { groups: { web: { neverMoreThan: 10 } } }
        """).Problems);

    [Fact]
    public void A_list_of_hosts_makes_it_a_single_decision()
    {
        var result = Run("""
            name: stays
            hosts: [{ id: a }, { id: b }]
            machines: [{ id: vm, host: a }]
            expect: { atMostMoves: 0, placements: { vm: b } }
            """);

        Assert.Equal(["the plan breaks no rule of safety", "migrations: at most 0", "hosts switched off: none", "vm ends on b"],
            result.Findings.Select(finding => finding.Expectation));
        Assert.Equal([true, true, true, false], result.Findings.Select(finding => finding.IsHeld));
        Assert.Equal("a", result.Findings[^1].Measured);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b\n")]
    [InlineData("name: a\n---\nname: b\n")]
    [InlineData("name: [\n")]
    public void What_is_no_scenario_at_all_is_refused(string text) => Assert.NotEmpty(Read(text).Problems);

    private static TrialResult Run(string text)
    {
        var read = Read(text);
        Assert.Empty(read.Problems);

        return read.Trial!.Run(progress: null, TestContext.Current.CancellationToken);
    }

    private static ScenarioFileResult Read(string text)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);

            return ScenarioFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
