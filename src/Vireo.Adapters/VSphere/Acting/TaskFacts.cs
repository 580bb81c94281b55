using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>A task as the server tells of it (TaskInfo).</summary>
/// <param name="Reference">The task.</param>
/// <param name="Name">The operation, such as <c>RelocateVM_Task</c>.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>success</c> or <c>error</c>.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="Entity">What it is done to.</param>
/// <param name="Activation">The token that the call came with; empty where there was none, or the server keeps none.</param>
/// <param name="Result">What it made, if anything.</param>
/// <param name="Fault">Why it failed.</param>
internal sealed record TaskFacts(
    ManagedObject Reference, string Name, string State, double Progress, ManagedObject? Entity, string Activation,
    ManagedObject? Result, VimFault? Fault)
{
    /// <summary>Whether it goes on no more.</summary>
    public bool HasEnded => State is "success" or "error";

    /// <summary>Whether an operation started it. Servers write names with and without the ending.</summary>
    public bool IsOf(string operation) => Stem(Name).Equals(Stem(operation), StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads it.</summary>
    public static TaskFacts Read(ManagedObject reference, XElement? info) => new(
        reference,
        info.Text("name"),
        info.Text("state"),
        Math.Clamp((Vim.Whole(info.Child("progress")) ?? 0) / 100.0, 0, 1),
        ManagedObject.Read(info.Child("entity")),
        info.Text("activationId"),
        Vim.TypeOf(info.Child("result")) == "ManagedObjectReference" ? ManagedObject.Read(info.Child("result")) : null,
        info.Text("state") == "error"
            ? info.Child("error") is { } error
                ? VimFault.OfTask(error)
                : new VimFault("RuntimeFault", "The task failed")
            : null);

    private static string Stem(string name) =>
        name.EndsWith("_Task", StringComparison.Ordinal) ? name[..^"_Task".Length] : name;
}
