namespace Vireo.Server.Notifying.Receivers;

/// <summary>Makes receivers from their settings.</summary>
internal sealed class ReceiverFactory(TimeProvider time) : IDisposable
{
    // Followed redirects would turn a post into a get, and a login page into a success.
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public IReceiver Create(ReceiverSettings settings)
    {
        var post = new JsonPost(_client, settings);

        return settings.Type switch
        {
            ReceiverType.Email => new EmailReceiver(settings),
            ReceiverType.Slack => new SlackReceiver(post),
            ReceiverType.Teams => new TeamsReceiver(post),
            ReceiverType.PagerDuty => new PagerDutyReceiver(post, settings),
            ReceiverType.Alertmanager => new AlertmanagerReceiver(post, time),
            _ => new WebhookReceiver(post),
        };
    }

    public void Dispose() => _client.Dispose();
}
