using CsCheck;
using Vireo.Fleet;

namespace Vireo.Detection.Tests.MachineFailures;

/// <summary>What comes before the failure of a machine, and what does not.</summary>
public class MachineFailureTests
{
    private const int Rows = 24;
    private static readonly Gen<double> Values =
        Gen.OneOf(Gen.Double[-1e9, 1e9], Gen.Const(double.NaN), Gen.Double[0, 1]);

    [Fact]
    public void A_machine_that_leaks_and_loses_processes_is_told_with_probability_and_signs_and_it_ends_with_them()
    {
        var scene = new Scene();
        for (int look = 0; look < 3; look++)
        {
            Look(scene, Leaking(from: 0.82), Killing(times: 3));
        }

        Incident told = Assert.Single(scene.State.Open, incident => incident.Rule == RuleNames.MachineFailing);
        Assert.Equal(("VM 'v' may fail.", Severity.Info), (told.Title, told.Severity));
        Assert.Contains("processes killed for want of memory", told.Evidence, StringComparison.Ordinal);
        Assert.Matches("Of machines that show this, [5-9][0-9] % fail within 4 hours", told.Evidence);
        for (int look = 0; look < 3; look++)
        {
            Look(scene, Flat(0.5), Flat(0));
        }

        Assert.DoesNotContain(scene.State.Open, incident => incident.Rule == RuleNames.MachineFailing);
    }

    [Fact]
    public void A_machine_that_is_well_or_merely_full_or_slow_for_want_of_a_processor_is_not_told()
    {
        Assert.False(SignsOf(memory: Flat(0.6)).Any, "It is well.");
        Assert.False(SignsOf(memory: Flat(0.94)).Any, "It is full and stays so.");
        var waiting = SignsOf(response: Slowing(4), ready: Flat(0.3));

        Assert.True(
            MachineFailureModel.Probability(waiting) < 0.5, $"{MachineFailureModel.Probability(waiting):0.00} for a machine that waits.");
    }

    [Fact]
    public void Each_sign_makes_a_failure_likelier()
    {
        var few = SignsOf(memory: Leaking(0.6));
        var fuller = SignsOf(memory: Leaking(0.82));
        var killing = SignsOf(memory: Leaking(0.82), kills: Killing(4));
        var failing = SignsOf(memory: Leaking(0.82), kills: Killing(4), failures: 3);

        Assert.Equal(
            [few, fuller, killing, failing],
            new[] { killing, few, failing, fuller }.OrderBy(signs => MachineFailureModel.Probability(signs)));
    }

    [Fact]
    public void Whatever_was_measured_a_probability_comes_of_it() =>
        Gen.Select(Values.Array[0, 30], Gen.Int[0, 50]).Sample((values, failures) =>
            MachineFailureModel.Probability(SignsOf(values, values, values, values, failures)) is >= 0 and <= 1);

    [Fact]
    public void What_failed_again_and_again_within_a_day_and_gets_slower_is_worth_a_warning()
    {
        var scene = new Scene();
        for (int look = 0; look < 3; look++)
        {
            scene.Events = [.. Enumerable.Range(1, 3).Select(hour => new FleetEvent(
                scene.Now.AddHours(-hour), FleetEventKind.Failed, EntityId.Of(new VirtualMachineId("v")), "It failed.", "sim"))];
            scene.Look(
                [], [Scene.Host("h")], [Scene.Machine("v", "h")],
                (Scene.OfMachine("v", Metric.CpuUsage), Flat(300), DataQuality.Perfect),
                (Scene.OfMachine("v", Metric.ResponseTime), Slowing(3), DataQuality.Perfect));
        }

        Incident told = Assert.Single(scene.State.Open, incident => incident.Rule == RuleNames.MachineFailing);
        Assert.True(told.Severity >= Severity.Warning, $"{told.Severity}: {told.Evidence}");
        Assert.StartsWith("3 failures in a day, answers 3 times as slow as before.", told.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evening_that_makes_answers_slow_is_no_sign_of_failure()
    {
        var scene = new Scene();
        for (int look = 0; look < 3; look++)
        {
            scene.Look(
                [], [Scene.Host("h")], [Scene.Machine("v", "h")],
                (Scene.OfMachine("v", Metric.CpuUsage), Flat(300), DataQuality.Perfect),
                (Scene.OfMachine("v", Metric.ResponseTime), Slowing(10), DataQuality.Perfect));
        }

        Assert.DoesNotContain(scene.State.Open, incident => incident.Rule == RuleNames.MachineFailing);
    }

    private static MachineSigns SignsOf(
        double[]? memory = null, double[]? kills = null, double[]? response = null, double[]? ready = null, int failures = 0) =>
        MachineSigns.Of(new MachineWindow
        {
            Memory = memory,
            Kills = kills,
            Response = response,
            Ready = ready,
            Failures = failures,
            Step = Scene.Step,
        });

    private static double[] Flat(double value) => [.. Enumerable.Repeat(value, Rows)];

    private static double[] Leaking(double from) => [.. Enumerable.Range(0, Rows).Select(row => from + (0.006 * row))];

    private static double[] Killing(int times) =>
        [.. Enumerable.Range(0, Rows).Select(row => row >= Rows - times ? 10 / Scene.Step.TotalSeconds : 0)];

    private static double[] Slowing(double factor) => [.. Enumerable.Range(0, Rows).Select(row => row >= Rows - 6 ? 0.02 * factor : 0.02)];

    private static void Look(Scene scene, double[] memory, double[] kills) =>
        scene.Look(
            [], [Scene.Host("h")], [Scene.Machine("v", "h")],
            (Scene.OfMachine("v", Metric.CpuUsage), Flat(300), DataQuality.Perfect),
            (Scene.OfMachine("v", Metric.MemoryUsage), [.. memory.Select(ratio => ratio * Scene.MemoryCapacity)], DataQuality.Perfect),
            (Scene.OfMachine("v", Metric.OutOfMemoryKills), kills, DataQuality.Perfect));
}
