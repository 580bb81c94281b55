using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Optimizing;

namespace Vireo.Scheduling.Tests.Optimizing;

/// <summary>What holds for every placement that the search gives.</summary>
public class SearchTests
{
    private static readonly Gen<PlacementProblem> Problems = Gen.Select(Gen.Int[2, 12], Gen.Int[1, 80], Gen.Int[0, int.MaxValue])
        .Select((hosts, machines, seed) => Varied(GeneratedProblem.Create(hosts, machines, seed), seed));

    [Fact]
    public void No_placement_costs_more_than_staying_or_less_than_the_bound() =>
        Problems.Sample(problem =>
        {
            var solution = PlacementSearch.Solve(problem, admits: null);

            return solution.WattHours <= solution.StartWattHours + 1e-6 &&
                solution.BoundWattHours <= solution.WattHours + 1e-6 && solution.OptimalityGap is >= 0 and <= 1;
        }, iter: 200);

    [Fact]
    public void No_placement_of_a_tiny_fleet_undercuts_the_bound() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[0, int.MaxValue]).Sample((hosts, machines, least, seed) =>
        {
            var problem = GeneratedProblem.Create(hosts, machines, seed) with { MinimumOccupied = least };
            double best = EveryPlacement.Of(problem).Min();
            double bound = PlacementSearch.Solve(problem, admits: null).BoundWattHours;

            return bound <= best + 1e-6 ? true : throw new InvalidOperationException($"bound {bound}, best {best}");
        }, iter: 1_000);

    [Fact]
    public void The_bound_counts_whole_hosts()
    {
        var problem = GeneratedProblem.Create(hosts: 4, machines: 8, seed: 1) with
        {
            MemoryBytes = [.. Enumerable.Repeat(40L << 30, 8)],
            MemoryCapacity = [.. Enumerable.Repeat(128L << 30, 4)],
            MoveWattHours = new double[8],
            MedianMhz = new double[48],
            SpreadSquared = new double[48],
            Power = [.. Enumerable.Repeat(new PowerCurve([100, 200]), 4)],
            Current = [0, 1, 2, 3, 0, 1, 2, 3],
        };

        var found = PlacementSearch.Solve(problem, admits: null);

        Assert.Equal((300.0, 300.0), (found.WattHours, Math.Round(found.BoundWattHours, 3)));
    }

    [Fact]
    public void Moved_machines_fit_and_keep_the_rules_and_the_budget() =>
        Problems.Sample(problem =>
        {
            var solution = PlacementSearch.Solve(problem, admits: null);
            int[] moved = [.. Enumerable.Range(0, problem.Machines).Where(i => solution.HostOf[i] != problem.Current[i])];

            return moved.Length == solution.Moves && moved.Length <= problem.MostMoves && moved.All(machine =>
                problem.IsMovable[machine] && problem.IsOpen[solution.HostOf[machine]] &&
                problem.ForbiddenHosts[machine]?.Contains(solution.HostOf[machine]) != true &&
                MemoryOn(problem, solution.HostOf, solution.HostOf[machine]) <= problem.MemoryCapacity[solution.HostOf[machine]] &&
                !HasCompany(problem, solution.HostOf, machine));
        }, iter: 200);

    [Fact]
    public void The_way_there_has_room_at_every_moment() =>
        Problems.Sample(problem =>
        {
            var solution = PlacementSearch.Solve(problem, admits: null);

            return Transition.Order(problem, solution.HostOf) is not { } steps || HasRoom(problem, steps);
        }, iter: 200);

    [Fact]
    public void Two_full_hosts_exchange_machines_through_a_third()
    {
        var problem = GeneratedProblem.Create(hosts: 3, machines: 2, seed: 1) with
        {
            MemoryBytes = [70L << 30, 70L << 30],
            MemoryCapacity = [100L << 30, 100L << 30, 100L << 30],
            MedianMhz = new double[12],
            SpreadSquared = new double[12],
            Current = [0, 1],
        };

        var steps = Transition.Order(problem, [1, 0]);

        Assert.NotNull(steps);
        Assert.Equal([(0, 0, 2), (1, 1, 0), (0, 2, 1)], steps.Select(step => (step.Machine, step.From, step.To)));
        Assert.Equal([0, 1], steps[2].After);
    }

    [Fact]
    public void Without_a_third_host_there_is_no_safe_order() => Assert.Null(Transition.Order(
        GeneratedProblem.Create(hosts: 2, machines: 2, seed: 1) with
        {
            MemoryBytes = [70L << 30, 70L << 30],
            MemoryCapacity = [100L << 30, 100L << 30],
            Current = [0, 1],
        },
        [1, 0]));

    [Fact]
    public void The_vectors_score_as_one_host_at_a_time_does() =>
        Problems.Sample(problem =>
        {
            var scan = new HostLoads(problem).Scan;
            float[] scores = scan.Score(1_000, 250_000, problem.MemoryBytes[0]).ToArray();

            return Enumerable.Range(0, problem.Hosts).All(host =>
                scores[host] == scan.ScoreOf(host, 1_000, 250_000, problem.MemoryBytes[0]));
        }, iter: 100);

    [Fact]
    public void Equal_problems_give_equal_placements() =>
        Problems.Sample(problem => PlacementSearch.Solve(problem, null).HostOf
            .SequenceEqual(PlacementSearch.Solve(problem, null).HostOf), iter: 50);

    private static PlacementProblem Varied(PlacementProblem problem, int seed)
    {
        var random = new Random(seed);
        bool[] mayEmpty = [.. problem.MayEmpty.Select(_ => random.Next(6) > 0)];

        return problem with
        {
            IsMovable = [.. problem.IsMovable.Select(_ => random.Next(8) > 0)],
            MayEmpty = mayEmpty,
            RestWatts = [.. mayEmpty.Select((may, host) => may ? 0 : problem.Power[host].At(0).Value)],
            IsOpen = [.. problem.IsOpen.Select(_ => random.Next(8) > 0)],
            ApartGroups = [.. problem.ApartGroups.Select(_ => random.Next(6) == 0 ? new[] { random.Next(2) } : null)],
            ForbiddenHosts = [.. problem.ForbiddenHosts.Select(_ => random.Next(6) == 0 ? new[] { random.Next(problem.Hosts) } : null)],
            MostMoves = random.Next(3) == 0 ? random.Next(20) : int.MaxValue,
        };
    }

    private static long MemoryOn(PlacementProblem problem, int[] hostOf, int host) =>
        Enumerable.Range(0, problem.Machines).Where(machine => hostOf[machine] == host).Sum(machine => problem.MemoryBytes[machine]);

    private static bool HasCompany(PlacementProblem problem, int[] hostOf, int machine) =>
        Enumerable.Range(0, problem.Machines).Any(other => other != machine && hostOf[other] == hostOf[machine] &&
            (problem.ApartGroups[other] ?? []).Intersect(problem.ApartGroups[machine] ?? []).Any());

    // At the worst moment of a step only what it waits for has left, and everything before it has arrived.
    private static bool HasRoom(PlacementProblem problem, IReadOnlyList<TransitionStep> steps)
    {
        for (int at = 0; at < steps.Count; at++)
        {
            HashSet<int> ended = [.. steps[at].After];
            for (bool grows = true; grows;)
            {
                int before = ended.Count;
                ended.UnionWith(ended.SelectMany(step => steps[step].After).ToList());
                grows = ended.Count > before;
            }

            long used = MemoryOn(problem, problem.Current, steps[at].To);
            used += steps.Take(at + 1).Where(step => step.To == steps[at].To).Sum(step => problem.MemoryBytes[step.Machine]);
            used -= ended.Where(step => steps[step].From == steps[at].To).Sum(step => problem.MemoryBytes[steps[step].Machine]);
            if (used > problem.MemoryCapacity[steps[at].To])
            {
                return false;
            }
        }

        return true;
    }
}
