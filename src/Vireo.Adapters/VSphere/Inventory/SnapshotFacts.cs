using System.Collections.Immutable;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>A snapshot of a machine as the server tells of it (VirtualMachineSnapshotTree).</summary>
/// <param name="Reference">By which it is reverted to and deleted.</param>
/// <param name="Snapshot">In the fleet's words. vSphere allows several of one name: all but the first have their number
/// with it.</param>
internal sealed record SnapshotFacts(ManagedObject Reference, MachineSnapshot Snapshot)
{
    /// <summary>Reads those of a machine (VirtualMachineSnapshotInfo); none when there is no such element.</summary>
    public static ImmutableArray<SnapshotFacts> Read(XElement? info)
    {
        var found = ImmutableArray.CreateBuilder<SnapshotFacts>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var current = ManagedObject.Read(info.Child("currentSnapshot"));
        foreach (var root in info.Children("rootSnapshotList"))
        {
            Add(root, parent: null);
        }

        return found.ToImmutable();

        void Add(XElement tree, string? parent)
        {
            if (ManagedObject.Read(tree.Child("snapshot")) is not { } reference)
            {
                return;
            }

            string name = names.Add(tree.Text("name")) ? tree.Text("name") : $"{tree.Text("name")}.{tree.Text("id")}";
            names.Add(name);

            // The state of the machine as it is kept: without its memory a machine that ran is kept as one that is off.
            found.Add(new SnapshotFacts(reference, new MachineSnapshot(name, Vim.Instant(tree.Child("createTime")) ?? default)
            {
                HasMemory = tree.Text("state") is "poweredOn" or "suspended",
                IsCurrent = reference == current,
                IsExternal = true,
                Parent = parent,
            }));
            foreach (var child in tree.Children("childSnapshotList"))
            {
                Add(child, name);
            }
        }
    }
}
