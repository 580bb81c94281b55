using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>What deployments say of templates and pools: they exist, and take the values chosen.</summary>
internal static class DeploymentReferences
{
    private static readonly Policy NoPolicy = new();

    /// <summary>Reports what does not fit together.</summary>
    public static void Require(
        List<Located<Deployment>> deployments, ImmutableArray<VmTemplate> templates, ImmutableArray<ResourcePoolId> pools,
        UnreadDocuments unread)
    {
        var known = NoPolicy with { Templates = templates };
        foreach (var deployment in deployments)
        {
            foreach (var machine in deployment.Value.Machines)
            {
                if (WhyNot(machine, known, pools, unread) is { } problem)
                {
                    deployment.Report("machines", problem);
                }
            }
        }
    }

    private static string? WhyNot(
        DeployedMachine machine, Policy known, ImmutableArray<ResourcePoolId> pools, UnreadDocuments unread)
    {
        if (known.TemplateOf(machine.Template) is not { } template)
        {
            return unread.MayHold("VmTemplate", machine.Template.Value) ? null : $"'{machine.Name}': there is no template named '{machine.Template}'." +
                Nearest(machine.Template.Value, known.Templates.Select(one => one.Id.Value));
        }

        if (machine.Pool is { } pool && !pools.Contains(pool) && !unread.MayHold("ResourcePool", pool.Value))
        {
            return $"'{machine.Name}': there is no resource pool named '{pool}'." + Nearest(pool.Value, pools.Select(one => one.Value));
        }

        return (TemplateText.WhyNot(template, machine.Parameters) ?? WhyNoYaml(template, machine)) is { } wrong
            ? $"'{machine.Name}': {wrong}"
            : null;
    }

    private static string? WhyNoYaml(VmTemplate template, DeployedMachine machine) =>
        TemplateText.Fill(template, machine.Name, machine.Parameters).UserData is { } text
            && text.StartsWith("#cloud-config", StringComparison.Ordinal)
                ? UserDataForm.WhyNoYaml(text)
                : null;

    private static string Nearest(string word, IEnumerable<string> known) =>
        NearestWord.Of(word, known) is { } near ? $" The nearest is '{near}'." : " There is none at all.";
}
