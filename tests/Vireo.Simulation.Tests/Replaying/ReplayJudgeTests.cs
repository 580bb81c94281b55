namespace Vireo.Simulation.Tests.Replaying;

public sealed class ReplayJudgeTests
{
    private static readonly SimulationResult InForce = new(
        "now", "replay", 1, 10, 100, TimeSpan.FromDays(1).TotalSeconds, 0, 50, 40, 0, 0, 0, 0, 0, 0.001, 0.01, 8, 3, 0, 0, 288, 40, 0, 0, "");

    private static readonly SimulationResult Measured =
        InForce with { RuleBreachMinutes = 10, SpareBreachMinutes = 20, RegrettedMigrations = 2 };

    public static TheoryData<string, SimulationResult, string> Cases => new()
    {
        { "the same", InForce, "" },
        { "more energy for less contention", InForce with { EnergyKwh = 70, SloViolationRatio = 0.001 }, "" },
        { "more energy for fewer moves", InForce with { EnergyKwh = 70, Migrations = 0 }, "" },
        { "more moves for less energy", InForce with { EnergyKwh = 40, Migrations = 400 }, "" },
        { "a little more contention", InForce with { EnergyKwh = 40, SloViolationRatio = 0.014 }, "" },
        { "much more contention", InForce with { EnergyKwh = 10, SloViolationRatio = 0.05 }, "Machines lack CPU for 5.00 % of their time instead of 1.00 %." },
        { "more energy for nothing", InForce with { EnergyKwh = 60 }, "60.0 kWh instead of 50.0, for no less contention and no fewer moves." },
        { "more moves for nothing", InForce with { Migrations = 141 }, "141 moves instead of 40, for no less energy and no less contention." },
        { "rules broken", Measured with { RuleBreachMinutes = 90 }, "Placement rules are broken for 90 minutes instead of 10." },
        { "rules broken a little longer", Measured with { RuleBreachMinutes = 40 }, "" },
        { "no spare host", Measured with { SpareBreachMinutes = 300 }, "A lost host could not be absorbed for 300 minutes instead of 20." },
        { "regretted moves", Measured with { RegrettedMigrations = 12 }, "12 of 40 moves are of machines that moved within the hour before, instead of 2." },
        { "not measured then", InForce with { RuleBreachMinutes = null }, "" },
        { "machines lost", InForce with { EnergyKwh = 40, VmsLost = 2 }, "2 machines go down with their host instead of 0." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_costs_and_gives_nothing_back_is_objected_to(string name, SimulationResult candidate, string objection)
    {
        var verdict = ReplayJudge.Judge(Measured, candidate);

        Assert.True(verdict.IsAcceptable == (objection.Length == 0), $"{name}: {verdict.Summary}");
        Assert.Equal(objection, string.Join(' ', verdict.Objections).Replace("\u00a0%", " %", StringComparison.Ordinal));
    }
}
