using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>One placement rule of a policy.</summary>
internal static class AffinityRuleForm
{
    private static readonly ChoiceForm<AffinityKind> Kind = new(
    [
        ("keepTogether", AffinityKind.KeepTogether),
        ("keepApart", AffinityKind.KeepApart),
        ("onlyOn", AffinityKind.OnlyOn),
        ("neverOn", AffinityKind.NeverOn),
    ]);

    public static MappingForm<AffinityRule> Form { get; } =
        new MappingForm<AffinityRule>("a placement rule", new AffinityRule("", AffinityKind.KeepApart, [], []))
            .Required("name", "The rule's name in explanations.", Values.Name, rule => rule.Name, (rule, name) => rule with { Name = name })
            .Required("kind", "What it asks for.", Kind, rule => rule.Kind, (rule, kind) => rule with { Kind = kind })
            .Required("virtualMachines", "Whom it binds.", Values.Machines,
                rule => rule.VirtualMachines, (rule, machines) => rule with { VirtualMachines = machines })
            .Key("hosts", "For onlyOn and neverOn.", Values.Hosts, rule => rule.Hosts, (rule, hosts) => rule with { Hosts = hosts })
            .Check("hosts", rule => IsHostRule(rule) == rule.Hosts.IsEmpty ? Explain(rule) : null)
            .Check("virtualMachines", rule => rule.VirtualMachines.Length < (IsHostRule(rule) ? 1 : 2)
                ? $"The rule '{rule.Name}' needs at least {(IsHostRule(rule) ? "one virtual machine" : "two virtual machines")}."
                : null);

    private static bool IsHostRule(AffinityRule rule) => rule.Kind is AffinityKind.OnlyOn or AffinityKind.NeverOn;

    private static string Explain(AffinityRule rule) => IsHostRule(rule)
        ? $"The rule '{rule.Name}' needs the hosts that it is about."
        : $"The rule '{rule.Name}' is about machines among each other; hosts belong to onlyOn and neverOn.";
}
