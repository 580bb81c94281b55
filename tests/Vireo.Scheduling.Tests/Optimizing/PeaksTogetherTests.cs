using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;
using Vireo.Scheduling.Placement.Optimizing;
using Vireo.Scheduling.Tests.Decisions;

namespace Vireo.Scheduling.Tests.Optimizing;

/// <summary>Machines that peak together, in the cost of a placement and in the search for one.</summary>
public class PeaksTogetherTests
{
    private static readonly Gen<PlacementProblem> Problems =
        Gen.Select(Gen.Int[2, 10], Gen.Int[2, 60], Gen.Double[0, 0.6], Gen.Double[0, 0.4], Gen.Int[0, int.MaxValue])
            .Select((hosts, machines, everyone, beyond, seed) => Common(
                GeneratedProblem.Create(hosts, machines, seed), everyone, beyond, ofEach: 1 + (seed % 7)));

    [Fact]
    public void What_is_kept_move_by_move_is_what_the_definition_says() =>
        Problems.Sample(problem =>
        {
            var random = new Random(problem.Seed);
            var loads = new HostLoads(problem);
            for (int i = 0; i < 40; i++)
            {
                int machine = random.Next(problem.Machines);
                loads.Take(machine);
                int host = random.Next(problem.Hosts);
                double expected = CostByDefinition(problem, [.. loads.ResidentsOf(host), machine], host);
                AssertClose(expected, loads.Cost(host, machine));
                loads.Put(machine, host);
                AssertClose(expected, loads.Cost(host));
            }
        }, iter: 100);

    [Fact]
    public void Machines_with_nothing_in_common_are_placed_as_if_nobody_had_asked() =>
        Problems.Sample(problem =>
        {
            var asked = PlacementSearch.Solve(Common(problem, everyone: 0, beyond: 0, ofEach: 3), admits: null);
            var not = PlacementSearch.Solve(problem with { Together = null }, admits: null);

            return asked.HostOf.SequenceEqual(not.HostOf) && asked.WattHours.Equals(not.WattHours);
        }, iter: 50);

    [Fact]
    public void No_placement_of_machines_that_peak_together_undercuts_the_bound() =>
        Problems.Sample(problem =>
        {
            var solution = PlacementSearch.Solve(problem, admits: null);

            return solution.BoundWattHours <= solution.WattHours + 1e-6 && solution.WattHours <= solution.StartWattHours + 1e-6;
        }, iter: 100);

    // Demand is drawn from what was said of it: a common part for each service, the rest for each machine alone.
    [Fact]
    public void Knowing_who_peaks_together_keeps_the_quantile_that_was_asked_for()
    {
        var (knowing, not) = Compare(fillUpTo: 0.9);

        Assert.True(knowing.Unserved < 0.25 * not.Unserved, $"Unserved: {knowing.Unserved:0} MHz h knowing, {not.Unserved:0} not.");
        Assert.True(knowing.Cost < 1.02 * not.Cost, $"Cost: {knowing.Cost:0} Wh knowing, {not.Cost:0} not.");
    }

    [Fact]
    public void Knowing_who_peaks_together_costs_less_where_only_the_cost_decides()
    {
        var (knowing, not) = Compare(fillUpTo: 10);

        Assert.True(knowing.Cost < 0.98 * not.Cost, $"Cost: {knowing.Cost:0} Wh knowing, {not.Cost:0} not.");
        Assert.True(knowing.Unserved < 0.6 * not.Unserved, $"Unserved: {knowing.Unserved:0} MHz h knowing, {not.Unserved:0} not.");
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(-3, 0)]
    [InlineData(7, 1)]
    public void A_ratio_that_cannot_be_is_taken_as_the_nearest_that_can(double said, double taken)
    {
        var small = new SmallFleet().Host("h-1").Machine("a", "h-1", 100).Machine("b", "h-1", 100);
        var outlook = small.Outlook with { Correlations = [new(PeakCorrelation.Everyone, said, [])] };

        Assert.Equal(taken, PeakGroups.Of(small.Fleet, outlook)?.Everyone ?? 0);
    }

    private static ((double Unserved, double Cost) Knowing, (double Unserved, double Cost) Not) Compare(double fillUpTo)
    {
        double[] knowing = new double[2];
        double[] not = new double[2];
        for (int seed = 0; seed < 6; seed++)
        {
            var problem = Common(GeneratedProblem.Create(hosts: 20, machines: 160, seed), everyone: 0, beyond: 0.7, ofEach: 16);
            problem = problem with { CpuLimitMhz = [.. problem.CpuMhz.Select(mhz => fillUpTo * mhz)] };
            Count(problem, PlacementSearch.Solve(problem, admits: null).HostOf, knowing);
            Count(problem, PlacementSearch.Solve(problem with { Together = null }, admits: null).HostOf, not);
        }

        return ((knowing[0], knowing[1]), (not[0], not[1]));
    }

    private static PlacementProblem Common(PlacementProblem problem, double everyone, double beyond, int ofEach) => problem with
    {
        Together = new PeakGroups(
            everyone, [.. Enumerable.Range(0, problem.Machines).Select(machine => machine / ofEach)],
            [.. Enumerable.Repeat(beyond, 1 + (problem.Machines / ofEach))]),
    };

    private static double CostByDefinition(PlacementProblem problem, int[] on, int host)
    {
        double[] median = new double[problem.Steps];
        double[] spread = new double[problem.Steps];
        for (int step = 0; step < problem.Steps; step++)
        {
            double Deviation(int machine) => Math.Sqrt(problem.SpreadSquared[(machine * problem.Steps) + step]);
            median[step] = on.Sum(machine => problem.MedianMhz[(machine * problem.Steps) + step]);
            spread[step] = on.Sum(one => on.Sum(other => Correlation(problem, one, other) * Deviation(one) * Deviation(other)));
        }

        return PlacementCost.Of(problem, host, machine: -1, median, spread);
    }

    private static double Correlation(PlacementProblem problem, int one, int other)
    {
        var groups = problem.Together!;

        return one == other ? 1
            : groups.Everyone + (groups.GroupOf[one] == groups.GroupOf[other] ? groups.Beyond[groups.GroupOf[one]] : 0);
    }

    private static void Count(PlacementProblem problem, int[] hostOf, double[] sums)
    {
        const int Draws = 300;
        var random = new Random(problem.Seed);
        var groups = problem.Together!;
        double unserved = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            double[] common = [.. groups.Beyond.Select(_ => Normal(random))];
            for (int step = 0; step < problem.Steps; step++)
            {
                double[] load = new double[problem.Hosts];
                for (int machine = 0; machine < problem.Machines; machine++)
                {
                    int at = (machine * problem.Steps) + step;
                    double beyond = groups.Beyond[groups.GroupOf[machine]];
                    double z = (Math.Sqrt(beyond) * common[groups.GroupOf[machine]]) + (Math.Sqrt(1 - beyond) * Normal(random));
                    load[hostOf[machine]] += problem.MedianMhz[at] +
                        (z * Math.Sqrt(problem.SpreadSquared[at]) / problem.QuantileDeviations);
                }

                unserved += Enumerable.Range(0, problem.Hosts).Sum(host => Math.Max(0, load[host] - problem.CpuMhz[host]));
            }
        }

        double hours = problem.HorizonHours / problem.Steps / Draws;
        double watts = Enumerable.Range(0, problem.Hosts).Where(hostOf.Contains).Sum(host => problem.Power[host].At(
            Enumerable.Range(0, problem.Machines).Where(machine => hostOf[machine] == host)
                .Sum(machine => problem.MedianMhz[machine * problem.Steps]) / problem.CpuMhz[host]).Value);
        double moves = Enumerable.Range(0, problem.Machines).Where(machine => hostOf[machine] != problem.Current[machine])
            .Sum(machine => problem.MoveWattHours[machine]);
        sums[0] += unserved * hours;
        sums[1] += (watts * problem.HorizonHours) + moves + (unserved * hours * problem.UnservedWattHoursPerMhzHour);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"{expected} expected, {actual} found.");
}
