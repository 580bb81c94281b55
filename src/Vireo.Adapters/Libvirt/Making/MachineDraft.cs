using System.Collections.Immutable;

namespace Vireo.Adapters.Libvirt;

/// <summary>A machine that is to be made.</summary>
/// <param name="Document">Its definition.</param>
/// <param name="Files">Its files, to be written before it starts.</param>
/// <param name="Mark">What its metadata says.</param>
internal sealed record MachineDraft(string Document, ImmutableArray<MachineFile> Files, DomainMark Mark);
