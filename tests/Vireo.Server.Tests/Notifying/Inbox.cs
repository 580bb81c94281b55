using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Vireo.Server.Tests.Notifying;

/// <summary>A web server on loopback that keeps what is posted to it and answers as the test says.</summary>
internal sealed class Inbox : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Inbox()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(async context =>
        {
            var body = await JsonSerializer.DeserializeAsync<JsonElement>(
                context.Request.Body, cancellationToken: context.RequestAborted);
            Posts.Enqueue((context.Request.Path, context.Request.Headers["Idempotency-Key"].ToString(), body));
            await Answer(context);
        });
    }

    public ConcurrentQueue<(string Path, string Key, JsonElement Body)> Posts { get; } = new();

    public Func<HttpContext, Task> Answer { get; set; } = static _ => Task.CompletedTask;

    public string Url =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<Inbox> StartAsync()
    {
        var inbox = new Inbox();
        await inbox._app.StartAsync(TestContext.Current.CancellationToken);

        return inbox;
    }

    public static Func<HttpContext, Task> Status(int status, string text = "", string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;

        return context.Response.WriteAsync(text);
    };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
