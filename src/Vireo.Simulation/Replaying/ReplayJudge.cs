using System.Collections.Immutable;
using System.Globalization;

namespace Vireo.Simulation;

/// <summary>Says whether a policy is clearly worse than another on the same past.</summary>
/// <remarks>What is a matter of taste passes: more energy for less contention, or more moves for less energy. What is
/// refused costs and gives nothing back, or takes service away that the policy in force gives.</remarks>
internal static class ReplayJudge
{
    // Below these nobody could tell the policies apart in service.
    private const double WorseRatio = 1.25;
    private const double NoticeableShare = 0.005;
    private const double NoticeableEnergy = 0.02;
    private const double MovesPerMachineAndDay = 1;
    private const double RegretsPerMachineAndDay = 0.05;
    private const double NoticeableMinutesPerDay = 30;

    /// <summary>Judges.</summary>
    /// <param name="current">Under the policy in force.</param>
    /// <param name="candidate">Under the policy thought of instead.</param>
    public static ReplayVerdict Judge(SimulationResult current, SimulationResult candidate)
    {
        ImmutableArray<string> objections =
        [
            .. new[]
            {
                Contention(current, candidate), Lost(current, candidate),
                Breach("Placement rules are broken", current, candidate, result => result.RuleBreachMinutes),
                Breach("A lost host could not be absorbed", current, candidate, result => result.SpareBreachMinutes),
                Energy(current, candidate), Moves(current, candidate), Regrets(current, candidate),
            }.OfType<string>(),
        ];

        return new ReplayVerdict(
            objections.IsEmpty, objections,
            objections.IsEmpty
                ? Text($"{Candidate(current, candidate)} does as well as {Current(current, candidate)} or better: {Figures(current, candidate)}.")
                : Text($"{Candidate(current, candidate)} is clearly worse than {Current(current, candidate)}: {Figures(current, candidate)}."));
    }

    // A changed policy mostly keeps its name.
    private static string Candidate(SimulationResult current, SimulationResult candidate) =>
        current.Policy == candidate.Policy ? $"The new '{candidate.Policy}'" : $"'{candidate.Policy}'";

    private static string Current(SimulationResult current, SimulationResult candidate) =>
        current.Policy == candidate.Policy ? "the one in force" : $"'{current.Policy}'";

    private static string? Contention(SimulationResult current, SimulationResult candidate) =>
        candidate.SloViolationRatio > (current.SloViolationRatio * WorseRatio) + NoticeableShare
            ? Text($"Machines lack CPU for {candidate.SloViolationRatio:P2} of their time instead of {current.SloViolationRatio:P2}.")
            : null;

    private static string? Lost(SimulationResult current, SimulationResult candidate) =>
        candidate.VmsLost > current.VmsLost
            ? Text($"{candidate.VmsLost} machines go down with their host instead of {current.VmsLost}.")
            : null;

    private static string? Energy(SimulationResult current, SimulationResult candidate) =>
        IsMore(candidate.EnergyKwh, current.EnergyKwh) && candidate.SloViolationRatio >= current.SloViolationRatio
            && candidate.Migrations >= current.Migrations
            ? Text($"{candidate.EnergyKwh:0.0} kWh instead of {current.EnergyKwh:0.0}, for no less contention and no fewer moves.")
            : null;

    private static string? Breach(
        string what, SimulationResult current, SimulationResult candidate, Func<SimulationResult, double?> minutes) =>
        minutes(candidate) is { } then && minutes(current) is { } now &&
            then > (now * WorseRatio) + (NoticeableMinutesPerDay * Days(current))
            ? Text($"{what} for {then:0} minutes instead of {now:0}.")
            : null;

    private static string? Regrets(SimulationResult current, SimulationResult candidate) =>
        candidate.RegrettedMigrations is { } then && current.RegrettedMigrations is { } now &&
            then > (now * WorseRatio) + (RegretsPerMachineAndDay * current.Vms * Days(current))
            ? Text($"{then} of {candidate.Migrations} moves are of machines that moved within the hour before, instead of {now}.")
            : null;

    private static double Days(SimulationResult result) => result.SimulatedSeconds / TimeSpan.FromDays(1).TotalSeconds;

    private static string? Moves(SimulationResult current, SimulationResult candidate) =>
        candidate.Migrations > current.Migrations + (MovesPerMachineAndDay * current.Vms * Days(current))
            && !IsMore(current.EnergyKwh, candidate.EnergyKwh)
            && candidate.SloViolationRatio >= current.SloViolationRatio
            ? Text($"{candidate.Migrations} moves instead of {current.Migrations}, for no less energy and no less contention.")
            : null;

    private static bool IsMore(double one, double other) => one > other * (1 + NoticeableEnergy);

    private static string Figures(SimulationResult current, SimulationResult candidate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.EnergyKwh:0.0} kWh against {current.EnergyKwh:0.0}, {candidate.Migrations} moves against " +
        $"{current.Migrations}, {candidate.SloViolationRatio:P2} of machine time short of CPU against {current.SloViolationRatio:P2}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
