using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Templates;

/// <summary>A template and what is made from it.</summary>
/// <param name="Cluster">Where it is configured.</param>
/// <param name="Template">Its newest version.</param>
/// <param name="OlderVersions">Those that are kept to roll back to.</param>
/// <param name="Groups">Groups whose replicas are made from it.</param>
/// <param name="Machines">Machines that were made from it, in any version.</param>
/// <param name="Outdated">Those of them that are of an older version.</param>
/// <param name="Problems">Why nothing can be made from it on the hosts there are, as sentences; empty when something
/// can, or while the fleet is not known.</param>
public sealed record TemplateRow(
    ClusterId Cluster,
    VmTemplate Template,
    ImmutableArray<int> OlderVersions,
    ImmutableArray<VmGroupId> Groups,
    int Machines,
    int Outdated,
    ImmutableArray<string> Problems)
{
    internal static IEnumerable<TemplateRow> Of(IFleetView fleets, ClusterId cluster) => Of(cluster, fleets.StateOf(cluster));

    internal static IEnumerable<TemplateRow> Of(ClusterId cluster, LoopState state) =>
        state.Policy.Templates.Select(template => template.Id).Distinct().Order()
            .Select(id => Of(cluster, state.Policy.TemplateOf(id)!, state));

    private static TemplateRow Of(ClusterId cluster, VmTemplate newest, LoopState state)
    {
        var policy = state.Policy;
        var made = state.Fleet.VirtualMachines.Where(machine => machine.Template == newest.Id).ToList();

        return new TemplateRow(
            // What it is made from, also where the document leaves that to its name.
            cluster, newest with { Image = newest.ImageName },
            [.. policy.Templates.Where(one => one.Id == newest.Id && one.Version < newest.Version).Select(one => one.Version).Order()],
            [.. policy.Groups.Where(group => group.Template == newest.Id).Select(group => group.Id).Order()],
            made.Count, made.Count(machine => machine.TemplateVersion < newest.Version),
            [
                .. TemplateAdmission.Problems(newest, state.Fleet, state.Images, policy.FillUpToRatio, policy.MemoryOvercommit)
                    .Select(found => $"{found.Key}: {found.Problem}"),
            ]);
    }
}
