using Microsoft.JSInterop;

namespace Vireo.Server.Dashboard;

/// <summary>What every component with a script module does alike.</summary>
internal static class Interop
{
    /// <summary>Lets a module's drawing tidy up, then frees it and the module, as long as there is a browser to tell.
    /// </summary>
    public static async ValueTask ReleaseAsync(IJSObjectReference? drawing, IJSObjectReference? module)
    {
        try
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
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and took everything with it.
        }
    }
}
