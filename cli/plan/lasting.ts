/** `95` → `1 min 35 s`, `86400` → `24 h`, `604800` → `7 d`. */
export function lasting(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const days = whole > 48 * 3600 ? Math.floor(whole / 86_400) : 0
  const hours = Math.floor((whole - days * 86_400) / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = whole % 60
  const parts = [
    days > 0 ? `${days} d` : '',
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    rest > 0 && hours === 0 && days === 0 ? `${rest} s` : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}
