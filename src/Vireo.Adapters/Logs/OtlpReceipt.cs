using System.Text.Json.Nodes;
using Vireo.Adapters.Logs.Otlp;

namespace Vireo.Adapters.Logs;

/// <summary>What became of the log records of one request.</summary>
/// <param name="Taken">How many are looked at.</param>
/// <param name="Rejected">How many name no host or say nothing.</param>
public sealed record OtlpReceipt(int Taken, int Rejected)
{
    private const string Why =
        "A record needs a body, and its resource the attribute 'host.name' with the name or identifier of a host or machine.";

    /// <summary><c>ExportLogsServiceResponse</c> in protobuf.</summary>
    public byte[] ToProtobuf() => OtlpMessage.Respond(Rejected, Why);

    /// <summary>The same in JSON.</summary>
    public JsonObject ToJson() => Rejected == 0
        ? []
        : new() { ["partialSuccess"] = new JsonObject { ["rejectedLogRecords"] = Rejected, ["errorMessage"] = Why } };
}
