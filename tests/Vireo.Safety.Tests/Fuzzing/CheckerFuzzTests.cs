using Vireo.Safety.Checking;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>The checker accepts what is safe in every reachable state and refuses what is not; <c>vireo bench
/// checker</c> does the same with a hundred thousand plans.</summary>
public class CheckerFuzzTests
{
    private const int Cases = 6_000;

    [Fact]
    public void No_unsafe_plan_is_accepted_and_no_safe_one_refused()
    {
        int accepted = 0;
        var errors = new List<string>();
        for (int seed = 0; seed < Cases; seed++)
        {
            string? error = CheckerTrial.Error(FuzzCases.Create(seed), out bool isAccepted);
            accepted += isAccepted ? 1 : 0;
            if (error is not null && errors.Count < 10)
            {
                errors.Add($"Case {seed}: {error}");
            }
        }

        Assert.Empty(errors);
        Assert.InRange(accepted, Cases / 10, Cases * 9 / 10);
    }

    [Fact]
    public void Every_rule_is_broken_by_some_plan()
    {
        var found = new HashSet<string>();
        for (int seed = 0; seed < Cases; seed++)
        {
            var given = FuzzCases.Create(seed);
            found.UnionWith(PlanChecker.Check(given.Actions, given.Fleet, given.Policy, given.Hazards)
                .Select(violation => violation.Rule));
        }

        HashSet<string> expected = ["S1", "S2", "S3", "S4", "S6", "S18", "S20", "S21", "S25", "S27", "memory", "devices", "bandwidth"];

        Assert.Superset(expected, found);
    }
}
