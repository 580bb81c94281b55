using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Vireo.Fleet;

/// <summary>Puts what people call machines in the place of identifiers that say nothing to them, such as UUIDs. Where two
/// machines have one name, their identifiers stay.</summary>
public sealed partial class MachineNames
{
    private readonly ImmutableArray<VirtualMachine> _machines;
    private Dictionary<string, string>? _known;

    /// <summary>Of the machines of a picture; they are looked through when the first text comes, O(machines).</summary>
    public MachineNames(ImmutableArray<VirtualMachine> machines) => _machines = machines;

    private Dictionary<string, string> Names => _known ??= Read(_machines);

    /// <summary>A text with names.</summary>
    /// <param name="text">Identifiers stand in it between quotes, or behind <c>VirtualMachine/</c>.</param>
    public string In(string text) => text.Length == 0 || Names.Count == 0
        ? text
        : Identifier().Replace(text, found => Names.TryGetValue(found.Groups["id"].Value, out string? name)
            ? found.Value.Replace(found.Groups["id"].Value, name, StringComparison.Ordinal)
            : found.Value);

    /// <summary>A plan whose reasons have names.</summary>
    public Plan In(Plan plan) => (plan.Actions.IsEmpty && plan.Refusals.IsEmpty && plan.BrokenWishes is null) || Names.Count == 0
        ? plan
        : plan with
        {
            Actions = [.. plan.Actions.Select(action => action with
            {
                Reason = In(action.Reason), ExpectedEffect = In(action.ExpectedEffect), Instead = In(action.Instead),
            })],
            Refusals = In(plan.Refusals),
            BrokenWishes = plan.BrokenWishes is { } wishes
                ? [.. wishes.Select(wish => wish with { Reason = In(wish.Reason) })]
                : null,
        };

    /// <summary>Refusals whose reasons have names.</summary>
    public ImmutableArray<Refusal> In(ImmutableArray<Refusal> refusals) => refusals.IsEmpty || Names.Count == 0
        ? refusals
        : [.. refusals.Select(refusal => refusal with { Reason = In(refusal.Reason) })];

    // A name that is another machine's identifier would point at the wrong one.
    private static Dictionary<string, string> Read(ImmutableArray<VirtualMachine> machines)
    {
        var taken = machines.Select(machine => machine.Id.Value).ToHashSet(StringComparer.Ordinal);
        var named = machines.Where(machine => machine.Name.Length > 0 && !taken.Contains(machine.Name)).ToList();
        var twice = named.Where(machine => !taken.Add(machine.Name)).Select(machine => machine.Name).ToHashSet(StringComparer.Ordinal);

        return named.Where(machine => !twice.Contains(machine.Name))
            .ToDictionary(machine => machine.Id.Value, machine => machine.Name, StringComparer.Ordinal);
    }

    [GeneratedRegex("'(?<id>[^']+)'|VirtualMachine/(?<id>[^\\s:,;'\"]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
