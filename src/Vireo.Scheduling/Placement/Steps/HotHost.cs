using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>A host that stays hot: why, and why each of its machines stays.</summary>
internal static class HotHost
{
    private const int MostNamed = 20;

    /// <summary>Notes it, and asks for one host more where what could move found no place.</summary>
    /// <param name="context">The decision so far.</param>
    /// <param name="host">The host, with all that may leave it tried.</param>
    /// <param name="stays">What was tried and found no place, and why.</param>
    public static void Explain(
        PlacementContext context, int host, IReadOnlyDictionary<int, (string Rule, string Reason)> stays)
    {
        var model = context.Model;
        var noun = model.Fleet.Hosts[host];
        context.NeedHostForAny(stays.Keys, $"Host '{noun.Id}' is hot and no running host can take load off it.");
        var machines = model.ResidentsOf(host).OrderByDescending(model.MeanDemand).ThenBy(machine => machine).ToList();
        int held = machines.Count(machine => !stays.ContainsKey(machine));
        context.Draft.Refuse(
            EntityId.Of(noun.Id), "relieve",
            $"Host '{noun.Id}' stays at {model.NearRatio(host):P0} of its CPU: of its {machines.Count} machines " +
            $"{held} may not move and {stays.Count} found no place.{CompanyWords.Of(model, host)}");
        foreach (int machine in machines.Take(MostNamed))
        {
            var (rule, reason) = stays.TryGetValue(machine, out var why) ? why : WhyHeld(context, machine);
            context.Draft.Refuse(
                EntityId.Of(model.Fleet.VirtualMachines[machine].Id), rule, $"It stays on hot host '{noun.Id}'. {reason}");
        }
    }

    private static (string Rule, string Reason) WhyHeld(PlacementContext context, int machine) =>
        context.Movability.WhyNot(machine, isForced: false) ??
        ("S12", "It came in this plan, and no plan moves a machine twice.");
}
