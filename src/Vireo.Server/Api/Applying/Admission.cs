using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying;
using Vireo.Scheduling.Pools;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Applying;

/// <summary>Whether what documents ask for can be had on the hosts there are.</summary>
internal static class Admission
{
    /// <summary>Said where it cannot be told.</summary>
    private const string Unknown = "The fleet is not known yet";

    /// <summary>Refuses templates that nothing can be made from: a machine is placed at its full size until it was
    /// measured, and hosts are filled as far as the policy says.</summary>
    /// <param name="templates">Those to look at.</param>
    /// <param name="state">The fleet, and how far its policy fills hosts.</param>
    /// <returns>What could not be looked at, as sentences.</returns>
    /// <exception cref="ApiException">Something stands against one of them.</exception>
    public static ImmutableArray<string> RequireTemplates(IEnumerable<VmTemplate> templates, LoopState state)
    {
        List<VmTemplate> all = [.. templates.DistinctBy(template => template.Id)];
        List<string> problems = [.. all.SelectMany(template => Problems(template, state))];
        if (problems.Count > 0)
        {
            throw ApiException.Conflict(string.Join("\n", problems));
        }

        string names = string.Join(", ", all.Select(template => $"'{template.Id}'"));

        return all.Count == 0 ? []
            : state.Fleet.Hosts.IsEmpty ? [$"{Unknown}: whether hosts and images serve template {names} was not looked at."]
            : state.Images is null ? [$"Which images there are is not known: that of template {names} was not looked for."]
            : [];
    }

    /// <summary>Refuses reservations that cannot be guaranteed, beyond those that could not be before.</summary>
    /// <param name="before">The pools in force.</param>
    /// <param name="after">Those that are asked for, the new and changed ones last.</param>
    /// <param name="state">The fleet.</param>
    /// <returns>What could not be looked at, as sentences.</returns>
    /// <exception cref="ApiException">A reservation is too large.</exception>
    public static ImmutableArray<string> RequireReservations(
        ImmutableArray<ResourcePool> before, ImmutableArray<ResourcePool> after, LoopState state)
    {
        if (state.Fleet.Hosts.IsEmpty)
        {
            return after.IsEmpty ? [] : [$"{Unknown}: whether the reservations of pools can be guaranteed was not looked at."];
        }

        double CapacityOf(PoolResource resource) => PoolDivision.WakeableCapacityOf(state.Fleet, state.Policy, resource);
        var known = PoolAdmission.Check(before, CapacityOf).ToLookup(one => one.Resource, one => one.Missing);
        List<PoolShortfall> found =
        [
            .. PoolAdmission.Check(after, CapacityOf).GroupBy(one => one.Resource)
                .Where(missing => missing.Sum(one => one.Missing) > known[missing.Key].Sum() * (1 + 1e-9))
                .SelectMany(missing => missing),
        ];

        return found.Count == 0
            ? []
            : throw ApiException.Conflict(string.Join("\n", found.Select(one => $"{one.Reason} Reserve less, or add hosts.")));
    }

    /// <summary>Refuses names that machines have in the same cluster, or with the same providers in others.</summary>
    /// <param name="machines">Those that are asked for.</param>
    /// <param name="fleets">All clusters.</param>
    /// <param name="where">The cluster that they are asked for in.</param>
    /// <exception cref="ApiException">A name is taken.</exception>
    public static void RequireFreeNames(IEnumerable<DeployedMachine> machines, IFleetView fleets, ClusterId where)
    {
        var providers = fleets.StateOf(where).Fleet.Hosts.Select(host => host.Provider).ToHashSet();
        List<VirtualMachine> known =
        [
            .. fleets.Clusters.OrderByDescending(cluster => cluster == where)
                .SelectMany(cluster => fleets.StateOf(cluster).Fleet.VirtualMachines)
                .Where(machine => machine.Cluster == where || providers.Contains(machine.Provider)),
        ];
        foreach (var machine in machines)
        {
            if (TakenName.Of(machine.Name, known) is { } taken)
            {
                throw ApiException.Conflict(taken);
            }
        }
    }

    private static IEnumerable<string> Problems(VmTemplate template, LoopState state) =>
        TemplateAdmission.Problems(
            template, state.Fleet, state.Images, state.Policy.FillUpToRatio, state.Policy.MemoryOvercommit)
            .Select(found => $"Template '{template.Id}', {found.Key}: {found.Problem}");
}
