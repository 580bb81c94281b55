using Microsoft.JSInterop;

namespace Vireo.Server.Dashboard;

/// <summary>What every component with a script module does alike.</summary>
internal static class Interop
{
    /// <summary>Tells the browser something, as long as there is one: who closes a page while it is drawn is no
    /// failure.</summary>
    public static async Task TellAsync(Func<Task> tell)
    {
        ArgumentNullException.ThrowIfNull(tell);
        try
        {
            await tell();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and took everything with it.
        }
    }

    /// <summary>Lets a module's drawing tidy up, then frees it and the module.</summary>
    public static async ValueTask ReleaseAsync(IJSObjectReference? drawing, IJSObjectReference? module) => await TellAsync(async () =>
    {
        if (drawing is not null)
        {
            await drawing.InvokeVoidAsync("dispose");
            await drawing.DisposeAsync();
        }

        if (module is not null)
        {
            await module.DisposeAsync();
        }
    });
}
