using Microsoft.Extensions.Time.Testing;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>A clock that passes only when it is told to, and a stopwatch that is real: what takes time in a guest is
/// measured as it is, whatever the hour.</summary>
internal sealed class LabTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => System.GetTimestamp();

    /// <summary>Lets time pass up to an instant, unless it has come already.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        if (instant > GetUtcNow())
        {
            SetUtcNow(instant);
        }
    }
}
