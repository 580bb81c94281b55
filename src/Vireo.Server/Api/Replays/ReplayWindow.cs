namespace Vireo.Server.Api.Replays;

/// <summary>Which part of the past is replayed.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
internal sealed record ReplayWindow(DateTimeOffset From, DateTimeOffset To)
{
    private const double UsualDays = 7;
    private const double MostDays = 366;

    /// <summary>The window that was asked for, checked.</summary>
    /// <param name="now">By the cluster's clock.</param>
    /// <param name="days">How many days back.</param>
    /// <param name="from">Its start, instead.</param>
    /// <param name="to">Its end; null for now.</param>
    /// <exception cref="ApiException">It is none.</exception>
    public static ReplayWindow Of(DateTimeOffset now, double? days, DateTimeOffset? from, DateTimeOffset? to)
    {
        var end = to is { } asked && asked < now ? asked : now;
        if (days is not null && from is not null)
        {
            throw ApiException.BadRequest("Give 'days' or 'from', not both.");
        }

        double back = days ?? UsualDays;
        if (!(back > 0 && back <= MostDays))
        {
            throw ApiException.BadRequest($"'days' must be more than 0 and at most {MostDays}, found {back}.");
        }

        var start = from ?? end - TimeSpan.FromDays(back);

        return start < end && end - start <= TimeSpan.FromDays(MostDays)
            ? new ReplayWindow(start, end)
            : throw ApiException.BadRequest(
                $"'from' {start:yyyy-MM-ddTHH:mm}Z must be before 'to' {end:yyyy-MM-ddTHH:mm}Z, by at most {MostDays} days.");
    }
}
