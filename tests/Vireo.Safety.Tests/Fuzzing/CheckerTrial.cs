using Vireo.Fleet;
using Vireo.Safety.Checking;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>One case, judged by the checker and by brute force.</summary>
internal static class CheckerTrial
{
    /// <summary>What the checker got wrong; null when nothing. Says whether it accepted the plan.</summary>
    public static string? Error(FuzzCase given, out bool isAccepted)
    {
        var violations = PlanChecker.Check(given.Actions, given.Fleet, given.Policy, given.Hazards);
        isAccepted = violations.Count == 0;
        string? harm = StateOracle.Harm(given);
        if (isAccepted)
        {
            return harm is null ? null : $"False accept: {harm}.";
        }

        if (harm is null && !violations.All(violation => IsCaution(given, violation)))
        {
            return $"False refusal: {violations[0]}";
        }

        // What is left without the refused actions, and without what waits for them, is carried out: it must be safe.
        var refused = violations.Select(violation => violation.Action).ToHashSet();
        var left = given.Actions.Where(action =>
        {
            bool isKept = !refused.Contains(action.Id) && !action.DependsOn.Any(refused.Contains);
            if (!isKept)
            {
                refused.Add(action.Id);
            }

            return isKept;
        });

        return StateOracle.Harm(given with { Actions = [.. left] }) is { } rest ? $"What is left harms: {rest}." : null;
    }

    // Where several machines of a licence move, each counts on both its hosts: too many, and safe.
    private static bool IsCaution(FuzzCase given, Violation violation) => violation.Rule == "S1" &&
        given.Policy.Rules.Any(rule => rule.Kind == AffinityKind.AtMostHosts &&
            violation.Reason.Contains($"the machines of '{rule.Name}' could", StringComparison.Ordinal) &&
            given.Actions.Count(action => rule.VirtualMachines.Any(id => EntityId.Of(id) == action.Action.Target)) > 1);
}
