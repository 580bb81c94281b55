using Vireo.Fleet;
using Vireo.Scheduling.Placement.Optimizing;
using Vireo.Scheduling.Tests.Optimizing;

namespace Vireo.OrTools.Tests;

/// <summary>Our search against an exact solver. A project of its own: the solver is a 115 MB download.</summary>
public class GapTests
{
    private const double MostGap = 0.01;

    [Theory]
    [InlineData(5, 30)]
    [InlineData(8, 60)]
    public void The_search_is_within_one_per_cent_of_what_is_proved_optimal(int hosts, int machines)
    {
        int proved = 0;
        for (int seed = 1; seed <= 3; seed++)
        {
            var problem = Straight(GeneratedProblem.Create(hosts, machines, seed)) with { Neighbourhoods = 5_000 };
            var ours = PlacementSearch.Solve(problem, admits: null);

            var (cost, bound, isOptimal) = ExactPlacement.Solve(problem, ours.HostOf, deterministicSeconds: 4);

            Assert.True(ours.BoundWattHours <= cost + 0.5, $"Seed {seed}: our bound {ours.BoundWattHours} exceeds {cost}.");
            proved += isOptimal ? 1 : 0;
            Assert.True(
                !isOptimal || ours.WattHours <= (1 + MostGap) * bound,
                $"Seed {seed}: {ours.WattHours:0.0} Wh, proved optimal {bound:0.0}, {(ours.WattHours / bound) - 1:P2} above.");
        }

        Assert.True(proved > 0, "The solver proved nothing.");
    }

    // One step without spread and straight curves: what a linear model says exactly.
    private static PlacementProblem Straight(PlacementProblem problem) => problem with
    {
        Steps = 1,
        MedianMhz = [.. problem.MedianMhz.Where((_, i) => i % problem.Steps == 0)],
        SpreadSquared = new double[problem.Machines],
        Power = [.. problem.Power.Select(curve => new PowerCurve([curve.At(0).Value, curve.At(1).Value]))],
    };
}
