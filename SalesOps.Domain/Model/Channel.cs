namespace SalesOps.Domain.Model;

/// <summary>Where customers write from. <c>Facebook</c> is Facebook Messenger.</summary>
public enum Channel
{
    Telegram,
    Facebook,
    Zalo,
}
