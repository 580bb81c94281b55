namespace Vireo.Adapters.Libvirt;

/// <summary>Where a machine is.</summary>
/// <param name="Host">The host that runs it, or last did.</param>
/// <param name="Domain">Its facts there.</param>
/// <param name="RunsTwice">Whether it runs on another host as well: two copies write to one disk (S25).</param>
/// <param name="Copies">Hosts that know it.</param>
internal sealed record MachinePlace(LibvirtHost Host, DomainFacts Domain, bool RunsTwice, int Copies);
