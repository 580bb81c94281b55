using Google.OrTools.Sat;
using Vireo.Scheduling.Placement.Optimizing;

namespace Vireo.OrTools.Tests;

/// <summary>The same problem as a constraint program: what the search may cost at the least, and at best, as CP-SAT
/// sees it.</summary>
/// <remarks>Exact for one step, no spread and power curves of one slope: energy is then linear in which hosts are used.
/// Costs are in thousandths of a watt-hour, CPU in MHz, memory in MiB; demands are rounded up, so the model is never
/// the easier one.</remarks>
internal static class ExactPlacement
{
    private const double PerWattHour = 1_000;

    /// <summary>Solves it, starting from a placement that is known.</summary>
    /// <param name="problem">One step, no spread, straight power curves, everything movable and placed.</param>
    /// <param name="hint">A placement to start from.</param>
    /// <param name="deterministicSeconds">The budget, in the solver's own time, which no load on the machine
    /// changes.</param>
    /// <returns>Cost found, bound proved, watt-hours, and whether they meet.</returns>
    public static (double Cost, double Bound, bool IsOptimal) Solve(
        PlacementProblem problem, IReadOnlyList<int> hint, double deterministicSeconds)
    {
        var model = new CpModel();
        var used = Enumerable.Range(0, problem.Hosts).Select(host => model.NewBoolVar($"used{host}")).ToArray();
        var cost = new List<LinearExpr>();
        var on = new BoolVar[problem.Machines, problem.Hosts];
        for (int machine = 0; machine < problem.Machines; machine++)
        {
            for (int host = 0; host < problem.Hosts; host++)
            {
                on[machine, host] = model.NewBoolVar($"x{machine},{host}");
                model.AddHint(on[machine, host], hint[machine] == host);
                double slope = (problem.Power[host].At(1).Value - problem.Power[host].At(0).Value) / problem.CpuMhz[host];
                double price = (slope * problem.MedianMhz[machine] * problem.HorizonHours) +
                    (problem.Current[machine] == host ? 0 : problem.MoveWattHours[machine]);
                cost.Add(on[machine, host] * (long)Math.Round(price * PerWattHour));
            }

            model.AddExactlyOne(Enumerable.Range(0, problem.Hosts).Select(host => on[machine, host]));
        }

        for (int host = 0; host < problem.Hosts; host++)
        {
            int at = host;
            var row = Enumerable.Range(0, problem.Machines).Select(machine => on[machine, at]).ToArray();
            model.Add(
                LinearExpr.WeightedSum(row, problem.MedianMhz.Select(mhz => (long)Math.Ceiling(mhz))) <=
                used[host] * (long)problem.CpuLimitMhz[host]);
            model.Add(
                LinearExpr.WeightedSum(row, problem.MemoryBytes.Select(bytes => (bytes + (1 << 20) - 1) >> 20)) <=
                used[host] * (problem.MemoryCapacity[host] >> 20));
            cost.Add(used[host] * (long)Math.Round(problem.Power[host].At(0).Value * problem.HorizonHours * PerWattHour));
        }

        model.Minimize(LinearExpr.Sum(cost));
        var solver = new CpSolver
        {
            StringParameters = $"num_workers:1 random_seed:1 max_deterministic_time:{deterministicSeconds}",
        };
        var status = solver.Solve(model);

        return (solver.ObjectiveValue / PerWattHour, solver.BestObjectiveBound / PerWattHour, status == CpSolverStatus.Optimal);
    }
}
