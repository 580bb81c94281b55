using System.Net;
using System.Net.Http.Headers;
using System.Xml;

namespace Vireo.Adapters.VSphere;

/// <summary>Sends calls and reads answers over HTTP: a few at once, each with a time limit.</summary>
internal sealed class VimTransport : IDisposable
{
    private const string SessionCookie = "vmware_soap_session";

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly ServerTrust _trust;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turns;
    private volatile string _cookie = "";

    /// <summary>Opens nothing yet.</summary>
    /// <param name="url">Where the API answers, such as <c>https://vcenter.example/sdk</c>.</param>
    /// <param name="handler">What carries HTTP; null for the network, with <paramref name="trust"/>.</param>
    /// <param name="trust">Which server is the right one.</param>
    /// <param name="deadline">How long one answer may take.</param>
    /// <param name="concurrency">Calls under way at most; those that wait on purpose do not count.</param>
    /// <param name="time">The clock.</param>
    /// <param name="identity">What is shown to a server that asks who connects; null for nothing.</param>
    public VimTransport(
        Uri url, HttpMessageHandler? handler, ServerTrust trust, TimeSpan deadline, int concurrency, TimeProvider time,
        ClientCertificate? identity = null)
    {
        _url = url;
        _trust = trust;
        _deadline = deadline;
        _time = time;
        _turns = new SemaphoreSlim(concurrency);
        _http = new HttpClient(handler ?? Network(trust, identity), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The API's version that calls are made in.</summary>
    public string Version { get; set; } = "6.0";

    /// <summary>Forgets the session, so that the next call is nobody's.</summary>
    public void ForgetSession() => _cookie = "";

    /// <summary>Sends a call and reads its answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="read">Reads the answer from the element that holds its values.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="VimFault">The server refused.</exception>
    /// <exception cref="VimLost">No whole answer arrived.</exception>
    public Task<T> SendAsync<T>(VimCall call, Func<XmlReader, Task<T>> read, CancellationToken cancellationToken) =>
        InTurnAsync(
            call.Wait,
            async stop =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, _url);
                request.Content = new ByteArrayContent(VimEnvelope.Write(call));
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
                request.Headers.Add("SOAPAction", $"\"urn:vim25/{Version}\"");
                using var answer = await ExchangeAsync(request, stop);
                using var reader = VimEnvelope.Open(await answer.Content.ReadAsStreamAsync(stop));
                await VimEnvelope.EnterAsync(reader, stop);

                return await read(reader);
            },
            cancellationToken);

    /// <summary>Fetches a document that lies beside the API; null when there is none.</summary>
    /// <exception cref="VimLost">No whole answer arrived.</exception>
    public Task<string?> FetchAsync(string path, CancellationToken cancellationToken) => InTurnAsync(
        TimeSpan.Zero,
        async stop =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_url, path));
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, stop);

            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(stop) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }

    private static SocketsHttpHandler Network(ServerTrust trust, ClientCertificate? identity) => new()
    {
        // The session is ours to begin and to forget.
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        SslOptions =
        {
            LocalCertificateSelectionCallback = identity is null ? null : (_, _, _, _, _) => identity.Current!,
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => trust.Accepts(certificate, errors),
        },
    };

    // Faults come with status 500 and are answers like others.
    private async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, CancellationToken stop)
    {
        if (_cookie is { Length: > 0 } cookie)
        {
            request.Headers.Add("Cookie", cookie);
        }

        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError))
        {
            answer.Dispose();
            throw new HttpRequestException($"It answers with HTTP status {(int)answer.StatusCode}.", null,
                answer.StatusCode);
        }

        if (answer.Headers.TryGetValues("Set-Cookie", out var set)
            && set.FirstOrDefault(one => one.StartsWith(SessionCookie, StringComparison.Ordinal)) is { } session)
        {
            _cookie = session.Split(';')[0];
        }

        return answer;
    }

    private async Task<T> InTurnAsync<T>(TimeSpan wait, Func<CancellationToken, Task<T>> exchange,
        CancellationToken cancellationToken)
    {
        bool takesTurn = wait == TimeSpan.Zero;
        if (takesTurn)
        {
            await _turns.WaitAsync(cancellationToken);
        }

        try
        {
            using var late = new CancellationTokenSource(_deadline + wait, _time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            try
            {
                return await exchange(stop.Token);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && IsLoss(failure))
            {
                throw Lost(failure, late.IsCancellationRequested);
            }
        }
        finally
        {
            if (takesTurn)
            {
                _turns.Release();
            }
        }
    }

    private static bool IsLoss(Exception failure) =>
        failure is HttpRequestException or IOException or XmlException or OperationCanceledException;

    private VimLost Lost(Exception failure, bool isLate)
    {
        string where = $"vSphere at {_url.Host}:{_url.Port}";

        return failure switch
        {
            _ when isLate => new VimLost($"{where} did not answer within {_deadline.TotalSeconds:0} s.", failure),
            _ when _trust.Trouble.Length > 0 =>
                new VimLost($"{where} is not trusted. {_trust.Trouble}", failure, isTransient: false),
            XmlException => new VimLost($"{where} sent an answer that is cut off or is no XML: {failure.Message}",
                failure),
            _ => new VimLost($"{where} cannot be reached: {failure.Message}", failure),
        };
    }
}
