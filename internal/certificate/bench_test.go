package certificate

import "testing"

func BenchmarkPDF(b *testing.B) {
	p := printer()
	f := sample(b)
	c := template(b, "classic", "a4")
	size := 0
	b.ReportAllocs()
	for b.Loop() {
		data, err := p.PDF(b.Context(), c, f)
		if err != nil {
			b.Fatal(err)
		}
		size = len(data)
	}
	b.ReportMetric(float64(size), "bytes")
}
