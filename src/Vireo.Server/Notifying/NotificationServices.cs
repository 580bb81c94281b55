using Microsoft.Extensions.DependencyInjection;
using Vireo.Server.Notifying.Receivers;

namespace Vireo.Server.Notifying;

/// <summary>Registers what tells people.</summary>
internal static class NotificationServices
{
    public static IServiceCollection AddVireoNotifications(this IServiceCollection services)
    {
        services.AddSingleton<SilenceBook>();
        services.AddSingleton<ReceiverFactory>();
        services.AddSingleton<NotificationDesk>();
        services.AddHostedService(static provider => provider.GetRequiredService<NotificationDesk>());

        return services;
    }
}
