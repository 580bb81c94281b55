using Vireo.Detection.Anomalies;

namespace Vireo.Cli.Detecting;

/// <summary>A scored row.</summary>
/// <param name="Id">The <c>unique_id</c>: of a series, or of an entity when its series were scored together.</param>
/// <param name="Stamp">The <c>ds</c>.</param>
/// <param name="Anomaly">What was found.</param>
internal readonly record struct DetectionRow(string Id, RowStamp Stamp, Anomaly Anomaly);
