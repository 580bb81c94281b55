namespace Vireo.Adapters.Libvirt;

/// <summary>What a machine gets of its host so that its pools have what they are promised, and no more.</summary>
/// <param name="EntitledMhz">What it is to get of its host's processors, if all want at once what they may
/// want.</param>
/// <param name="Cpu">Its weight and its cap.</param>
/// <param name="Network">Bytes per second that may come in and go out; null for no limit.</param>
/// <param name="Disk">Bytes per second of all its disks together; null for no limit.</param>
internal sealed record MachineTuning(double EntitledMhz, CpuTuning Cpu, (double In, double Out)? Network, double? Disk);
