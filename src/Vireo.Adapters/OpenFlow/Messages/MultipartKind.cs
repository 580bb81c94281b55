namespace Vireo.Adapters.OpenFlow.Messages;

/// <summary>What is asked for in parts (<c>ofp_multipart_type</c>).</summary>
internal enum MultipartKind : ushort
{
    Description = 0,
    Flows = 1,
    Aggregate = 2,
    Tables = 3,
    PortStatistics = 4,
    GroupDescriptions = 7,
    MeterConfigurations = 10,
    Ports = 13,
}
