using Vireo.Adapters.Logs.Otlp;
using Vireo.Fleet;

namespace Vireo.Adapters.Logs;

/// <summary>Takes log records of OpenTelemetry (OTLP over HTTP) that the server received.</summary>
public sealed class OtlpFeed(LogFeedSettings settings, TimeProvider time) : ILogFeed
{
    private readonly LineQueue _queue = new(settings.Name);

    /// <inheritdoc/>
    public string Name => settings.Name;

    /// <summary>Whether senders should keep what they have for now: they try again.</summary>
    public bool IsBusy => _queue.IsHalfFull;

    /// <summary>Takes an <c>ExportLogsServiceRequest</c>.</summary>
    /// <param name="message">In protobuf, or in the JSON of OTLP.</param>
    /// <param name="isJson">Which.</param>
    /// <exception cref="FormatException">It is neither; nothing of it was taken.</exception>
    public OtlpReceipt Receive(ReadOnlyMemory<byte> message, bool isJson)
    {
        var records = isJson ? OtlpJson.Read(message) : OtlpMessage.Read(message.Span);
        var now = time.GetUtcNow();
        int rejected = 0;
        foreach (var record in records)
        {
            if (record.Host.Length == 0 || record.Body.Length == 0)
            {
                rejected++;
                _queue.CountMalformed();
            }
            else
            {
                _queue.Add(new ReceivedLine(now, record.Host, record.Text));
            }
        }

        return new OtlpReceipt(records.Count - rejected, rejected);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedLine> Take() => _queue.Take();

    /// <inheritdoc/>
    public string? TakeTrouble() => _queue.TakeTrouble();
}
